"""Say lengths, numbers and signs as people do, in each language. Pure."""
