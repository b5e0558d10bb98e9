"""Files that keep newswatch running on a machine: systemd units, a crontab, a task for Windows. Nothing here installs or starts anything.

`templates` holds the texts, one file each. A line of a template whose value is a list is repeated for each of the list's texts.
"""
