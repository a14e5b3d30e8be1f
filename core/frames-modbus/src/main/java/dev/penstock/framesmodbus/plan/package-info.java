/**
 * How many points are read with few requests, and how the one that spoils them is found. When a
 * plan is carried out, and how often, does not come in here: the same plan serves each round. Read
 * {@link dev.penstock.framesmodbus.plan.Plan} first.
 */
package dev.penstock.framesmodbus.plan;
