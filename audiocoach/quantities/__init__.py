"""Read and write lengths, numbers and sums. Pure."""
