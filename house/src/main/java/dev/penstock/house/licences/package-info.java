/**
 * What ships with the product that others made: NOTICE, the bill of materials, and which licences
 * may come in. What is only built or tested with does not belong here. Read {@link
 * dev.penstock.house.licences.Shipped} first.
 */
@NullMarked
package dev.penstock.house.licences;

import org.jspecify.annotations.NullMarked;
