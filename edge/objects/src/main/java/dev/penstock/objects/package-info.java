/**
 * A copy of a log in an S3-compatible object store: a small client of our own, and what of it a
 * mirror uses. What the copy holds is judged by core/merkle and not here. Read {@link
 * dev.penstock.objects.ObjectMirror} first.
 */
@NullMarked
package dev.penstock.objects;

import org.jspecify.annotations.NullMarked;
