def draw(colour, width=1):
    return colour


def run():
    return draw("red", widht=2)


run()
