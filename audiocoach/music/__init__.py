"""The user's own music under the voice: read, levelled, laid out over the session, ducked under words, mixed."""
