/**
 * The people of a node on files, in its vault (docs/formats/people.md). What people may do, and how
 * they sign in, does not come in here. Read {@link dev.penstock.people.PeopleFiles} first.
 */
@NullMarked
package dev.penstock.people;

import org.jspecify.annotations.NullMarked;
