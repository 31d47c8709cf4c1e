"""Put clips at their times and sum them to samples."""
