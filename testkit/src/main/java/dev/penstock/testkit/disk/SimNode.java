package dev.penstock.testkit.disk;

/** What a name on a simulated disk can stand for. */
sealed interface SimNode permits SimInode, SimFolder {}
