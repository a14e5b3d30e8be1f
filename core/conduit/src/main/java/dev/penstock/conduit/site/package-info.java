/**
 * The plant with the policy of its conduits: the one model that is enforced, assessed and printed.
 * What runs by it does not come in here, and nothing of devices or tags. Read {@link
 * dev.penstock.conduit.site.SiteModel} first.
 */
@NullMarked
package dev.penstock.conduit.site;

import org.jspecify.annotations.NullMarked;
