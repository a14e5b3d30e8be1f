/**
 * Shows that each gate of the build fails: a real Maven run over planted modules whose parent is
 * our root pom. A rule of our own belongs to rings or tidy. Read {@link
 * dev.penstock.house.gates.BuildGatesTest} first.
 */
package dev.penstock.house.gates;
