RED = "#d55e00"
