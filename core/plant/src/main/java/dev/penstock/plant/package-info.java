/**
 * What a plant is made of: zones, conduits between them, assets in them, and which sources belong
 * to which zone. What may pass a conduit, who may do what, and how well anything is protected do
 * not come in here. Read {@link dev.penstock.plant.Model} first, then {@link
 * dev.penstock.plant.ModelChecker}.
 */
@NullMarked
package dev.penstock.plant;

import org.jspecify.annotations.NullMarked;
