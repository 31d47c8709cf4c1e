"""What an editor asks of a script: edits that keep the rest of it, mistakes with their mends, completion."""
