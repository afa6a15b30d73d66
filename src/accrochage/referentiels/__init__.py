"""Facts that change with time, dated, and where they came from: names, places, countries."""
