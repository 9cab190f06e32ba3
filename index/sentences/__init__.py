"""What a reader is told, in Chinese and in English."""
