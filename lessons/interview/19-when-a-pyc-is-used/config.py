NAME = "production"
