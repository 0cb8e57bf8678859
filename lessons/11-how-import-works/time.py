print("the wrong time")
