"""Reading plans: what whoever asks may see of them."""
