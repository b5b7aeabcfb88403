/** Work that other programs do for tasks: who has what on lease, and whose word about it still counts; start with {@link dev.sampo.lease.LeaseBook}. */
package dev.sampo.lease;
