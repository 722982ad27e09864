/** Who may do what: principals, bearer tokens and signatures. */
@NullMarked
package dev.ratchet.platform.access;

import org.jspecify.annotations.NullMarked;
