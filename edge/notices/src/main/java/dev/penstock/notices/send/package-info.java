/**
 * The way out for notices: the threads that hand messages to senders, and what all senders share.
 * No rule about who is told comes in here, and no protocol of one sender. Read {@link
 * dev.penstock.notices.send.NoticePump} first, then {@link dev.penstock.notices.send.NoticeSender}.
 */
@NullMarked
package dev.penstock.notices.send;

import org.jspecify.annotations.NullMarked;
