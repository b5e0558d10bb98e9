"""What newswatch does, one function a deed: the one place where reading, judging and storing meet. No clock, no printing."""
