class Node:
    def __init__(self, depth):
        self.depth = depth
        self.left = None
        self.right = None


def tree(depth):
    node = Node(depth)
    if depth:
        node.left, node.right = tree(depth - 1), tree(depth - 1)
    return node

root = tree(6)
shared = [root, root.left, root.left.right]
