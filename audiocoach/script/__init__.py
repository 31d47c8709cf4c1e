"""From a script on disk to frozen, validated values, with every error located."""
