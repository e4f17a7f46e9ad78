/** Where a number may be searched: an area code with its state or province and its largest city. */
export interface Area {
  readonly country: string;
  readonly state: string | undefined;
  readonly city: string;
  /** Digits after the country's calling code. */
  readonly areaCode: string;
  /** `+` and the country's calling code. */
  readonly calling: string;
  /** The first digits of its subscribers' numbers, where not all are in use. */
  readonly head: string;
  /** Digits after the head. */
  readonly digits: number;
}

/** Each state's area codes, each with its largest city. Overlays are left out. */
const UNITED_STATES: Readonly<Record<string, string>> = {
  AK: '907 Anchorage',
  AL: '205 Birmingham, 251 Mobile, 256 Huntsville, 334 Montgomery',
  AR: '479 Fort Smith, 501 Little Rock, 870 Jonesboro',
  AZ: '480 Mesa, 520 Tucson, 602 Phoenix, 623 Glendale, 928 Yuma',
  CA: '209 Stockton, 213 Los Angeles, 310 Torrance, 408 San Jose, 415 San Francisco, 510 Oakland, 559 Fresno, 562 Long Beach, 619 San Diego, 650 Daly City, 707 Santa Rosa, 714 Anaheim, 805 Oxnard, 818 Glendale, 831 Salinas, 909 San Bernardino, 916 Sacramento, 925 Concord, 949 Irvine, 951 Riverside',
  CO: '303 Denver, 719 Colorado Springs, 970 Fort Collins',
  CT: '203 Bridgeport, 860 Hartford',
  DC: '202 Washington',
  DE: '302 Wilmington',
  FL: '239 Cape Coral, 305 Miami, 321 Palm Bay, 352 Gainesville, 386 Deltona, 407 Orlando, 561 West Palm Beach, 727 St. Petersburg, 813 Tampa, 850 Tallahassee, 904 Jacksonville, 941 North Port, 954 Fort Lauderdale',
  GA: '229 Albany, 404 Atlanta, 478 Macon, 706 Augusta, 770 Roswell, 912 Savannah',
  HI: '808 Honolulu',
  IA: '319 Cedar Rapids, 515 Des Moines, 563 Davenport, 641 Mason City, 712 Sioux City',
  ID: '208 Boise',
  IL: '217 Springfield, 309 Peoria, 312 Chicago, 618 Belleville, 630 Aurora, 708 Cicero, 815 Rockford, 847 Elgin',
  IN: '219 Hammond, 260 Fort Wayne, 317 Indianapolis, 574 South Bend, 765 Muncie, 812 Evansville',
  KS: '316 Wichita, 620 Hutchinson, 785 Topeka, 913 Kansas City',
  KY: '270 Bowling Green, 502 Louisville, 606 Ashland, 859 Lexington',
  LA: '225 Baton Rouge, 318 Shreveport, 337 Lafayette, 504 New Orleans, 985 Houma',
  MA: '413 Springfield, 508 Worcester, 617 Boston, 781 Waltham, 978 Lowell',
  MD: '301 Germantown, 410 Baltimore',
  ME: '207 Portland',
  MI: '231 Muskegon, 248 Troy, 269 Kalamazoo, 313 Detroit, 517 Lansing, 586 Warren, 616 Grand Rapids, 734 Ann Arbor, 810 Flint, 906 Marquette, 989 Saginaw',
  MN: '218 Duluth, 320 St. Cloud, 507 Rochester, 612 Minneapolis, 651 St. Paul, 952 Bloomington',
  MO: '314 St. Louis, 417 Springfield, 573 Columbia, 636 O Fallon, 660 Sedalia, 816 Kansas City',
  MS: '228 Gulfport, 601 Jackson, 662 Southaven',
  MT: '406 Billings',
  NC: '252 Greenville, 336 Greensboro, 704 Charlotte, 828 Asheville, 910 Fayetteville, 919 Raleigh',
  ND: '701 Fargo',
  NE: '308 Grand Island, 402 Omaha',
  NH: '603 Manchester',
  NJ: '201 Jersey City, 609 Trenton, 732 Toms River, 856 Camden, 908 Elizabeth, 973 Newark',
  NM: '505 Albuquerque, 575 Las Cruces',
  NV: '702 Las Vegas, 775 Reno',
  NY: '212 New York, 315 Syracuse, 516 Hempstead, 518 Albany, 585 Rochester, 607 Binghamton, 631 Islip, 716 Buffalo, 718 Brooklyn, 845 New City, 914 Yonkers',
  OH: '216 Cleveland, 330 Akron, 419 Toledo, 440 Parma, 513 Cincinnati, 614 Columbus, 740 Newark, 937 Dayton',
  OK: '405 Oklahoma City, 580 Lawton, 918 Tulsa',
  OR: '503 Portland, 541 Eugene',
  PA: '215 Philadelphia, 412 Pittsburgh, 570 Scranton, 610 Allentown, 717 Lancaster, 724 New Castle, 814 Erie',
  RI: '401 Providence',
  SC: '803 Columbia, 843 Charleston, 864 Greenville',
  SD: '605 Sioux Falls',
  TN: '423 Chattanooga, 615 Nashville, 731 Jackson, 865 Knoxville, 901 Memphis, 931 Clarksville',
  TX: '210 San Antonio, 214 Dallas, 254 Killeen, 281 Pasadena, 361 Corpus Christi, 409 Beaumont, 512 Austin, 713 Houston, 806 Lubbock, 817 Fort Worth, 830 New Braunfels, 903 Tyler, 915 El Paso, 936 Conroe, 940 Denton, 956 Laredo, 972 Plano, 979 College Station',
  UT: '435 St. George, 801 Salt Lake City',
  VA: '276 Bristol, 434 Lynchburg, 540 Roanoke, 703 Arlington, 757 Virginia Beach, 804 Richmond',
  VT: '802 Burlington',
  WA: '206 Seattle, 253 Tacoma, 360 Vancouver, 425 Bellevue, 509 Spokane',
  WI: '262 Kenosha, 414 Milwaukee, 608 Madison, 715 Eau Claire, 920 Green Bay',
  WV: '304 Charleston',
  WY: '307 Cheyenne',
};

const CANADA: Readonly<Record<string, string>> = {
  AB: '403 Calgary, 780 Edmonton',
  BC: '250 Victoria, 604 Vancouver',
  MB: '204 Winnipeg',
  NB: '506 Moncton',
  NL: '709 St. John s',
  NS: '902 Halifax',
  ON: '416 Toronto, 519 London, 613 Ottawa, 705 Sudbury, 807 Thunder Bay, 905 Hamilton',
  QC: '418 Quebec, 450 Laval, 514 Montreal, 819 Gatineau',
  SK: '306 Saskatoon',
};

/** Each with the head of the numbers that Ofcom keeps for drama, so that nobody has them. */
const UNITED_KINGDOM =
  '20/79460 London, 113/4960 Leeds, 114/4960 Sheffield, 116/4960 Leicester, 117/4960 Bristol, 118/4960 Reading, 121/4960 Birmingham, 131/4960 Edinburgh, 141/4960 Glasgow, 151/4960 Liverpool, 161/4960 Manchester, 191/4980 Newcastle';

const NEW_ZEALAND = '3/3 Christchurch, 4/4 Wellington, 7/8 Hamilton, 9/3 Auckland';

/** Source: service model, `TollFreePrefix`. */
const TOLL_FREE = ['800', '833', '844', '855', '866', '877', '888'];

/** `length` counts the digits after the calling code. */
const listed = (codes: string, country: string, calling: string, length: number, state?: string): Area[] =>
  codes.split(', ').map((entry) => {
    const [code = '', ...city] = entry.split(' ');
    const [areaCode = '', head = ''] = code.split('/');
    const digits = length - areaCode.length - head.length;
    return { country, state, city: city.join(' '), areaCode, calling, head, digits };
  });

const byState = (states: Readonly<Record<string, string>>, country: string) =>
  Object.entries(states).flatMap(([state, codes]) => listed(codes, country, '+1', 10, state));

/** The areas in which numbers can be ordered without papers. */
export const LOCAL_AREAS: readonly Area[] = [
  ...byState(UNITED_STATES, 'US'),
  ...byState(CANADA, 'CA'),
  ...listed(UNITED_KINGDOM, 'GB', '+44', 10),
  ...listed(NEW_ZEALAND, 'NZ', '+64', 8),
];

export const TOLL_FREE_AREAS: readonly Area[] = TOLL_FREE.map((areaCode) => ({
  country: 'US',
  state: undefined,
  city: '',
  areaCode,
  calling: '+1',
  head: '',
  digits: 7,
}));
