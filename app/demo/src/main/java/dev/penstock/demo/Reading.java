package dev.penstock.demo;

/**
 * What one tag of the plant says now.
 *
 * @param topic where it is published
 * @param text the value as the PLC writes it
 */
record Reading(String topic, String text) {}
