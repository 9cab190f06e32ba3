"""Questions to a language model: requests, replies, what they cost, what is kept of them."""
