/**
 * Syslog as a collector meets it: messages told apart on a stream, and what stands in front of
 * their text. No socket comes in here, and no rule about names. Read {@link
 * dev.penstock.framessyslog.SyslogMessage} first, then {@link
 * dev.penstock.framessyslog.FrameReader}.
 */
package dev.penstock.framessyslog;
