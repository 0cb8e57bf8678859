NAME = "checked by a hash of its text"
