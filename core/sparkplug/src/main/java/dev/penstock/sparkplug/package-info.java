/**
 * The names of Sparkplug B 3.0: who speaks, on which topic, and whether a host application is
 * there. No MQTT session and no rule about when something is said comes in here. Read {@link
 * dev.penstock.sparkplug.Topic} first, then {@link dev.penstock.sparkplug.Heard}.
 */
package dev.penstock.sparkplug;
