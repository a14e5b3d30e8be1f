/**
 * What programs of others say about our output, and we about theirs. A test that needs no such
 * program belongs to its module. Read {@link dev.penstock.it.RootsJudgedByOthersTest} first.
 */
package dev.penstock.it;
