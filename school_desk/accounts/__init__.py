"""Website accounts of enterprises and authorities: who may sign in on the Hub, sessions, codes by SMS, and how often somebody may try."""
