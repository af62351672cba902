/** An address as it may be told to everybody: without the name and password that it may carry. */
export const withoutCredentials = (address: string): string => address.replace(/\/\/[^/?#\s]*@/, '//…@');
