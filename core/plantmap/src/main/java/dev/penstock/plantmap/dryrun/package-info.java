/**
 * What another policy would have made of the requests that sealed records tell of. How a request is
 * judged does not come in here, nor who may look. Read {@link dev.penstock.plantmap.dryrun.DryRuns}
 * first.
 */
@NullMarked
package dev.penstock.plantmap.dryrun;

import org.jspecify.annotations.NullMarked;
