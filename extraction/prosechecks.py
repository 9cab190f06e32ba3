"""The statements of the prose against their own arithmetic, against each other and the tables.

Every printed figure stands for an interval: a figure is wrong only where no exact ones that
print like the others make it.
"""
