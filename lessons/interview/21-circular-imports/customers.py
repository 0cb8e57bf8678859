from orders import Order


class Customer:
    def __init__(self, name):
        self.name = name
        self.orders = [Order(name)]
