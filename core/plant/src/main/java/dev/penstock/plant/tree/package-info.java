/**
 * A text file as a tree of scalars, lists and fields with their places, in the words of those who
 * read a plant from it. No syntax comes in here: an edge knows how YAML is spelt. Read {@link
 * dev.penstock.plant.tree.Tree} first.
 */
@NullMarked
package dev.penstock.plant.tree;

import org.jspecify.annotations.NullMarked;
