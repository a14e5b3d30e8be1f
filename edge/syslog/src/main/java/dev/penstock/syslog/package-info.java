/**
 * Listens for systems that speak syslog, over TLS or UDP, and hands in what it hears. No rule about
 * records comes in here, and what a message looks like is core/frames-syslog's. Read {@link
 * dev.penstock.syslog.SyslogListener} first.
 */
@NullMarked
package dev.penstock.syslog;

import org.jspecify.annotations.NullMarked;
