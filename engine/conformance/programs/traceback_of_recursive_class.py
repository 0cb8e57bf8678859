class Node:
    def __init__(self, depth): self.depth = depth
    def walk(self):
        if self.depth == 0:
            return self.children
        return Node(self.depth - 1).walk()
    def __getattr__(self, name):
        raise AttributeError(f"no {name} here", name=name, obj=self)


Node(4).walk()
