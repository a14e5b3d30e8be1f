/**
 * What tests need and production code must never see: properties, a disk that forgets, a clock that
 * stands still, ports that are nobody else's, and where the vectors of others lie. Nothing here may
 * be a dependency outside test scope, bench and it. Read {@link dev.penstock.testkit.Property}
 * first.
 */
@NullMarked
package dev.penstock.testkit;

import org.jspecify.annotations.NullMarked;
