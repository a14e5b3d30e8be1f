package dev.penstock.plant;

/** Who owns the site. */
public record Organisation(String id, String name) implements Element {}
