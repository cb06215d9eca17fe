"""Every PDF the school hands out. A document is one function from frozen values to bytes; the same values give the same bytes."""
