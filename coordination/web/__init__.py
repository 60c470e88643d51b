"""The desks: pages for units, coordinators, supervisors and leaders."""
