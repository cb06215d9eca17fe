"""Several desks and a Hub agree: what is told between them, and how a desk follows the Hub while its own commands wait."""
