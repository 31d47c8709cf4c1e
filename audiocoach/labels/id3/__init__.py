"""ID3 tags: what `labels.tags` knows, written as bytes (`tag`) and read from files of anybody's (`things`)."""
