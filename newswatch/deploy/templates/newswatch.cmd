@echo off
rem newswatch: walks once through what is due. Keep this file in UTF-8 without a byte order mark.
chcp 65001 >nul
set PYTHONUTF8=1
$newswatch "run" "--once" 2>>$log
