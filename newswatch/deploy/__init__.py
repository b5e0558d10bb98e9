"""What keeps newswatch going on a machine: ready units, timers, crontab lines, a recipe for Windows. It starts nothing."""
