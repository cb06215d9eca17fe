"""Draws a whole fictitious school's paper from a seed, for `school-desk demo`, the tour and the tests; callers import `school.draw_school`."""
