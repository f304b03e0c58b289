"""The course: lessons for classes in public administration, and what goes with them."""
