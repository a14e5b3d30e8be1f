/**
 * Which model counts: versions that are chained to each other, and who wanted and who approved one.
 * Who may approve, and how it is proven who a person is, do not come in here. Read {@link
 * dev.penstock.plant.version.ModelVersion} first, then {@link dev.penstock.plant.version.Proposal}.
 */
@NullMarked
package dev.penstock.plant.version;

import org.jspecify.annotations.NullMarked;
