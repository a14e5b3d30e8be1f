/**
 * How fast records are hashed into blocks, and the limit that other benches divide by. No signing
 * and no file comes in here. Read {@link dev.penstock.bench.hash.HashLimit} first.
 */
@NullMarked
package dev.penstock.bench.hash;

import org.jspecify.annotations.NullMarked;
