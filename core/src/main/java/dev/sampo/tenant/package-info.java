/** How those for whom jobs run share what there is: start with {@link dev.sampo.tenant.Tenants}. */
package dev.sampo.tenant;
