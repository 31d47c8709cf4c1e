"""Sessions as a folder for any static host, a chat or a USB stick: sound, page, feed, calendar and playlist."""
