/**
 * What another policy would have made of requests that are on record. Where the records come from,
 * and whether the other policy comes into force, does not come in here. Read {@link
 * dev.penstock.conduit.dryrun.DryRun} first.
 */
@NullMarked
package dev.penstock.conduit.dryrun;

import org.jspecify.annotations.NullMarked;
